// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {ICounted} from "../interfaces/IRulebook.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Pledges} from "./Pledges.sol";

/// @dev Allocation by largest remainder, when demand exceeded the maximum: each has its units x maximum / demand, rounded
/// down; what is left goes, a unit each, to the largest remainders, ties by door address. Anyone proposes where those end,
/// and the campaign counts. All of it is a function of what was asked at the close, so that no order of steps changes it.
abstract contract ProRata is Pledges {
    struct Count { uint128 counted; uint128 units; }

    mapping(bytes32 cutOff => Count) private _counts;
    /// @dev What is owed to who is frozen or suspended: a share of the excess, proceeds, a fee.
    mapping(address door => uint256) internal _owed;

    constructor(IMarketMaster master) Pledges(master) {}

    // -- steps

    /// @inheritdoc ICampaign
    function allocate(uint64 remainder, address last, uint256 n) external step {
        require(_state == State.CoolingOff && _isCut() && !_allocated, CampaignNothingToAllocate());
        Count storage count = _counts[keccak256(abi.encode(remainder, last))];
        uint256 end = _batchEnd(count.counted, n);
        uint256 units = count.units;
        for (uint256 i = count.counted; i < end; ++i) {
            units += _share(_list[i], remainder, last);
        }
        (count.counted, count.units) = (uint128(end), uint128(units));
        if (end != _list.length) return;
        require(units == _terms.maximum, CampaignWrongCutOff(units, _terms.maximum));
        (_cutRemainder, _cutLast, _allocated) = (remainder, last, true);
        emit Allocated(remainder, last, _demand);
    }

    /// @inheritdoc ICampaign
    function returnExcess(uint256 n) external step {
        require(_state == State.CoolingOff && _allocated && _done < _list.length, CampaignNothingToAllocate());
        uint256 i = _done;
        for (uint256 end = _batchEnd(i, n); i < end; ++i) {
            address investor = _list[i];
            uint64 units = _pledges[investor].units;
            if (units != 0) _cut(investor, units, uint64(allocationOf(investor)));
        }
        _done = uint32(i);
    }

    /// @dev Of what is in escrow for `investor`, `share` stays; it is never more.
    function _cut(address investor, uint64 units, uint64 share) private {
        uint64 excess = units - share;
        if (excess == 0) return;
        _pledges[investor].units = share;
        _pledged -= excess;
        if (share == 0) --_standing;
        uint256 amount = excess * uint256(_terms.price);
        emit ExcessReturned(investor, share, excess, amount, _pledged, _standing);
        _payOrHold(investor, amount, MASTER.isFrozen(investor));
    }

    function _payOrHold(address door, uint256 amount, bool hold) internal {
        if (hold) {
            _owed[door] += amount;
            emit Held(door, amount);
        } else {
            MASTER.pay(_terms.money, door, amount);
        }
    }

    // -- readings

    /// @inheritdoc ICampaign
    function allocationOf(address investor) public view returns (uint256) {
        Pledge storage p = _pledges[investor];
        if (_terms.allocation == Allocation.FirstCome) return p.units;
        if (!_isCut()) return _closedAt == 0 ? 0 : p.asked;
        return _allocated ? _share(investor, _cutRemainder, _cutLast) : 0;
    }

    /// @inheritdoc ICounted
    function counted(uint256 number, uint64 bookedAt, uint256 amount) external view returns (uint256) {
        address investor = _list[number];
        uint40 withdrawnAt = _pledges[investor].withdrawnAt;
        if (_failed() || (withdrawnAt != 0 && bookedAt <= withdrawnAt)) return 0;
        return _allocated ? _share(investor, _cutRemainder, _cutLast) * _terms.price : amount;
    }

    function _share(address investor, uint64 remainder, address last) private view returns (uint256) {
        uint256 product = uint256(_pledges[investor].asked) * _terms.maximum;
        (uint256 units, uint256 rest) = (product / _demand, product % _demand);
        return rest > remainder || (rest == remainder && investor <= last) ? units + 1 : units;
    }

    /// @dev Whether the close found more demand than there is.
    function _isCut() internal view returns (bool) {
        return _demand > _terms.maximum;
    }

    /// @dev Whether what each gets is settled, and all excess returned or held.
    function _isAllocated() internal view returns (bool) {
        return !_isCut() || (_allocated && _done == _list.length);
    }
}
