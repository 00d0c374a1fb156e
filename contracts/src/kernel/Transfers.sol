// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMoneyFace} from "../interfaces/IFaces.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {IEquityRules, IMoneyRules} from "../interfaces/IRules.sol";
import {Certificate, Deposit, Kind, Withdrawal} from "../libraries/Types.sol";
import {Vault} from "./Vault.sol";

/// @dev Transfers from door to door as the faces' standards have them, and what may be taken by others (promise 2); and what
/// was brought in and asked out, for who reads it.
abstract contract Transfers is Vault, IMasterOffice {
    // -- called by faces

    /// @inheritdoc IMasterOffice
    function transferMoney(address caller, address from, address to, uint256 amount) external onlyFace(Kind.Money) {
        _requireCaller(caller);
        _requireActive(to);
        _requireActive(_faces[msg.sender].trustee);
        if (caller == from) {
            _spend(msg.sender, amount);
        } else {
            _requireActive(from);
            uint256 allowed = _allowances[msg.sender][from][caller];
            require(amount <= allowed, MasterAllowanceTooLow(caller, allowed, amount));
            _allowances[msg.sender][from][caller] = allowed - amount;
            emit MoneyApproved(msg.sender, from, caller, allowed - amount);
        }
        IMoneyRules(_running(MONEY)).checkMove(msg.sender, from, to, amount);
        // the standard: a transfer of nothing is a transfer like any other
        if (amount == 0) IMoneyFace(msg.sender).announceTransfer(from, to, 0);
        else _moveMoney(msg.sender, from, to, amount);
    }

    /// @inheritdoc IMasterOffice
    function transferCertificate(address caller, address from, address to, uint256 id) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        _requireActive(from);
        _requireActive(to);
        Certificate storage c = _existing(msg.sender, id);
        require(c.owner == from, MasterNotTheOwner(id, c.owner, from));
        _requireFree(msg.sender, id, c);
        if (caller == from) {
            _spend(msg.sender, c.units);
        } else {
            bool allowed = _approved[msg.sender][id] == caller || _approvedForAll[msg.sender][from][caller];
            require(allowed, MasterNotTheOwner(id, from, caller));
        }
        IEquityRules(_running(EQUITY)).checkMove(msg.sender, id, from, to, c.units, c.lockedUntil);
        _moveUnits(msg.sender, id, c.units, to, uint64(block.timestamp), c.lockedUntil);
    }

    /// @inheritdoc IMasterOffice
    function approveMoney(address caller, address spender, uint256 amount) external onlyFace(Kind.Money) {
        _requireCaller(caller);
        _requireDoor(spender);
        _allowances[msg.sender][caller][spender] = amount;
        emit MoneyApproved(msg.sender, caller, spender, amount);
    }

    /// @inheritdoc IMasterOffice
    function approveCertificate(address caller, address spender, uint256 id) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        if (spender != address(0)) _requireDoor(spender);
        address owner = _existing(msg.sender, id).owner;
        require(owner == caller || _approvedForAll[msg.sender][owner][caller], MasterNotTheOwner(id, owner, caller));
        _approved[msg.sender][id] = spender;
    }

    /// @inheritdoc IMasterOffice
    function approveAll(address caller, address spender, bool approved) external onlyFace(Kind.Equity) {
        _requireCaller(caller);
        _requireDoor(spender);
        _approvedForAll[msg.sender][caller][spender] = approved;
    }

    // -- readings

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
