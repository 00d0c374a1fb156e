// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {Deposit, Kind, Withdrawal} from "../libraries/Types.sol";
import {Vault} from "./Vault.sol";

/// @dev What may be taken by others (promise 2); and what was brought in and asked out, for who reads it.
abstract contract Allowances is Vault, IMasterOffice {
    // -- called by faces

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
