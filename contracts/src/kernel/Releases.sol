// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMoneyFace} from "../interfaces/IFaces.sol";
import {IMasterCore} from "../interfaces/IMasterCore.sol";
import {Deposit, Kind, Role, Standing, Withdrawal} from "../libraries/Types.sol";
import {Money} from "./Money.sol";

/// @dev What leaves the market, or may be taken by others: withdrawals answered (promise 1), allowances (promise 2).
abstract contract Releases is Money {
    /// @inheritdoc IMasterCore
    function burn(uint256 id, bytes32 ref) external only(Role.Trustee) {
        Withdrawal memory w = _takeWithdrawal(id);
        require(_deposits[w.token][ref].to == address(0), MasterReferenceUsed(ref));

        _deposits[w.token][ref] = Deposit(address(this), uint40(block.timestamp), w.amount);
        _accounts[w.token][address(this)].balance -= w.amount;
        _faces[w.token].supply -= w.amount;

        emit MoneyBurned(id, w.door, w.token, w.amount, ref, _faces[w.token].supply);
        IMoneyFace(w.token).announceTransfer(address(this), address(0), w.amount);
    }

    /// @inheritdoc IMasterCore
    function returnWithdrawal(uint256 id, bytes32 reason) external only(Role.Trustee) {
        Withdrawal memory w = _takeWithdrawal(id);
        emit WithdrawalReturned(id, w.door, w.token, w.amount, reason);
        _moveMoney(w.token, address(this), w.door, w.amount);
    }

    /// @dev The calling trustee's own withdrawal, or one of a revoked trustee that it succeeds; it is gone from the book.
    function _takeWithdrawal(uint256 id) private returns (Withdrawal memory w) {
        w = _withdrawals[id];
        require(w.door != address(0), MasterNoSuchWithdrawal(id));
        address trustee = _faces[w.token].trustee;
        bool successor = _participants[trustee].standing == Standing.Revoked && _successors[trustee] == msg.sender;
        require(trustee == msg.sender || successor, MasterNotYourSupply(w.token, msg.sender));
        delete _withdrawals[id];
    }

    // -- allowances, called by faces

    /// @inheritdoc IMasterCore
    function approveMoney(address caller, address spender, uint256 amount) external onlyFace(Kind.Money) {
        _requireCaller(caller);
        _requireDoor(spender);
        _allowances[msg.sender][caller][spender] = amount;
        emit MoneyApproved(msg.sender, caller, spender, amount);
    }

    /// @inheritdoc IMasterCore
    function approveCertificate(address caller, address spender, uint256 id) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        if (spender != address(0)) _requireDoor(spender);
        address owner = _existing(msg.sender, id).owner;
        require(owner == caller || _approvedForAll[msg.sender][owner][caller], MasterNotTheOwner(id, owner, caller));
        _approved[msg.sender][id] = spender;
    }

    /// @inheritdoc IMasterCore
    function approveAll(address caller, address spender, bool approved) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        _requireDoor(spender);
        _approvedForAll[msg.sender][caller][spender] = approved;
    }

    // -- readings

    function tokenOf(address trustee) external view returns (address) {
        return _tokens[trustee];
    }

    function allowance(address token, address owner, address spender) external view returns (uint256) {
        return _allowances[token][owner][spender];
    }

    function depositOf(address token, bytes32 ref) external view returns (Deposit memory) {
        return _deposits[token][ref];
    }

    function withdrawalOf(uint256 id) external view returns (Withdrawal memory) {
        return _withdrawals[id];
    }

    function approvedOf(address face, uint256 id) external view returns (address) {
        return _approved[face][id];
    }

    function isApprovedForAll(address face, address owner, address spender) external view returns (bool) {
        return _approvedForAll[face][owner][spender];
    }
}
